import { saveText } from '../../commands/save-text.ts';
import { toCsv, type Cell } from '../../rules/csv.ts';
import { useTranslate } from '../../strings/translate.ts';
import { Button } from '../../ui/button.tsx';

/** Saves what is shown as CSV; the figures in it are the ones on screen. */
export function SaveTable({ name, rows }: Readonly<{ name: string; rows(): readonly (readonly Cell[])[] }>) {
  const t = useTranslate();
  const save = () => {
    const day = new Date().toISOString().slice(0, 10);
    saveText(`docket-${name}-${day}.csv`, 'text/csv;charset=utf-8', toCsv(rows()));
  };
  return (
    <Button look="quiet" aria-label={t('team.save.label', { table: name })} onClick={save}>
      {t('team.save')}
    </Button>
  );
}
