/** Commands that a broken desktop could not send, as `doctor --export` writes them and `central import commands` reads them. */
import { z } from 'zod';
import { CommandId, DeviceId, Instant, InstanceId, PersonId, Sha256, text } from './primitives.ts';

/** `content` is JSON of `ExportedContent`, kept as text so that `digest`, its SHA-256, holds for exactly these bytes. */
export const ExportedCommands = z.object({
  format: z.literal('docket-commands'),
  version: z.literal(1),
  digest: Sha256,
  content: z.string().max(512 * 1024 * 1024),
});
export type ExportedCommands = Readonly<z.infer<typeof ExportedCommands>>;

export const ExportedContent = z.object({
  exportedAt: Instant,
  instanceId: InstanceId,
  deviceId: DeviceId,
  person: z.object({ id: PersonId, username: text(80) }),
  /** In the order in which they were made; each as it would have been sent (D6). */
  commands: z.array(z.looseObject({ id: CommandId })).max(100_000),
});
export type ExportedContent = Readonly<z.infer<typeof ExportedContent>>;
