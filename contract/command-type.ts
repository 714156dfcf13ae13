import { z } from 'zod';
import { Command } from './command.ts';

/** The names of all commands, taken from the union itself. */
export const CommandType = z.enum(Command.options.map((option) => option.shape.type.value));
