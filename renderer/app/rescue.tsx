import { Component, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { TranslateContext } from '../strings/translate.ts';
import styles from './rescue.module.css';

/** A part of the window that fails says so, and the rest goes on. */
export class Rescue extends Component<Readonly<{ children: ReactNode }>, Readonly<{ failed: boolean }>> {
  static override contextType = TranslateContext;
  declare context: React.ContextType<typeof TranslateContext>;
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    const t = this.context;
    return (
      <div role="alert" className={styles['rescue']}>
        <p>{t('app.crashed')}</p>
        <Button onClick={() => this.setState({ failed: false })}>{t('app.try-again')}</Button>
      </div>
    );
  }
}
