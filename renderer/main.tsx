import { createRoot } from 'react-dom/client';
import { startApp } from './app/start-app.tsx';
import { connectBridge } from './bridge/bridge.ts';
import './tokens/tokens.css';
import './app/base.css';

const root = document.querySelector('#root');
if (root === null) throw new Error('the page has no root');
startApp(createRoot(root), connectBridge);
