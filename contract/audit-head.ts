import { z } from 'zod';
import { Sha256 } from './primitives.ts';

/**
 * The end of the audit chain as it was when it was read (U2). Kept by desktops and sent back, so that a chain that was cut or
 * written anew is seen. Sequence 0 is an empty chain. Compared only within one era.
 */
export const AuditHead = z.object({ era: z.int().min(1), sequence: z.int().min(0), hash: Sha256 });
export type AuditHead = Readonly<z.infer<typeof AuditHead>>;
