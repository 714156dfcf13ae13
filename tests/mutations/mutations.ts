import type { Mutation } from './mutation.ts';
import { centralMutations } from './of-the-central-api.ts';
import { desktopMutations } from './of-the-desktop.ts';

export const mutations: readonly Mutation[] = [...desktopMutations, ...centralMutations];
