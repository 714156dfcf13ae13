import { Menu } from '@base-ui/react/menu';
import styles from './menu-choice.module.css';

/** One of a few, behind a quiet button that shows which. */
export function MenuChoice<Value extends string>({
  label,
  value,
  options,
  onChange,
  className,
}: Readonly<{
  label: string;
  value: Value;
  options: readonly Readonly<{ value: Value; label: string }>[];
  onChange(value: Value): void;
  className?: string | undefined;
}>) {
  const current = options.find((option) => option.value === value)?.label ?? '';
  return (
    <Menu.Root>
      <Menu.Trigger
        className={[styles['trigger'], className].filter(Boolean).join(' ')}
        aria-label={`${label}: ${current}`}
      >
        {current} <span aria-hidden="true">▾</span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="start" className={styles['layer']}>
          <Menu.Popup className={styles['menu']}>
            <Menu.RadioGroup value={value} onValueChange={(next: Value) => onChange(next)}>
              {options.map((option) => (
                <Menu.RadioItem
                  key={option.value}
                  value={option.value}
                  closeOnClick
                  className={styles['item']}
                >
                  <Menu.RadioItemIndicator className={styles['tick']}>✓</Menu.RadioItemIndicator>
                  {option.label}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
