import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import styles from './button.module.css';
import { useCommands, useKeyOf } from '../commands/use-commands.ts';
import { useTranslate } from '../strings/translate.ts';
import { Kbd } from './kbd.tsx';

type Look = 'plain' | 'primary' | 'danger' | 'quiet';

export function Button({
  look = 'plain',
  className,
  ...rest
}: Readonly<{ look?: Look; ref?: Ref<HTMLButtonElement> }> & ButtonHTMLAttributes<HTMLButtonElement>) {
  const names = [styles['button'], styles[look], className].filter(Boolean).join(' ');
  return <button type="button" className={names} {...rest} />;
}

/** A button that runs a command, and shows the command's key. */
export function CommandButton({
  command,
  children,
  look = 'plain',
  showKey = true,
  className,
}: Readonly<{ command: string; children?: ReactNode; look?: Look; showKey?: boolean; className?: string }>) {
  const commands = useCommands();
  const t = useTranslate();
  const keys = useKeyOf(command);
  return (
    <Button
      look={look}
      {...(className === undefined ? {} : { className })}
      onClick={() => commands.run(command)}
      {...(children === undefined ? {} : { title: t(commands.get(command).title) })}
    >
      {children ?? t(commands.get(command).title)}
      {showKey && keys !== null && <Kbd>{keys}</Kbd>}
    </Button>
  );
}
