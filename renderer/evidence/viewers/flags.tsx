import { Chip } from '../../ui/chip.tsx';

/** Short names that the platform put on a record. */
export function Flags({ flags }: Readonly<{ flags: readonly string[] }>) {
  return flags.map((flag) => (
    <Chip key={flag} tone="warning">
      {flag.replaceAll('-', ' ')}
    </Chip>
  ));
}
