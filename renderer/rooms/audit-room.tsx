import { useEffect, useState } from 'react';
import { auditExporters } from '../../contract/audit.ts';
import styles from './room.module.css';
import { AuditTable } from './audit-table.tsx';
import { NeedsContact } from './needs-contact.tsx';
import { wholeTrail } from '../stores/audit-trail.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Button, CommandButton } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { lengthInWords, timeOfDay } from '../ui/time.ts';
import { useNow } from '../ui/use-now.ts';

/** Who did and saw what, as the central API has it. */
export function AuditRoom() {
  const t = useTranslate();
  const { auditTrail } = useStores();
  const at = useFrom('auditTrail', (state) => state.at);
  const shownCount = useFrom('auditTrail', ({ lines }) => lines?.length ?? 0);
  const mayExport = useFrom(
    'session',
    ({ session }) => session.is !== 'signed-out' && auditExporters.includes(session.account.role),
  );
  useEffect(() => void auditTrail.getState().refresh(), [auditTrail]);
  return (
    <div className={styles['room']}>
      <div className={styles['section']}>
        <div className={styles['head']}>
          <h1>{t('audit.title')}</h1>
          {at !== null && (
            <span className={styles['quiet']}>
              {t('audit.count', { count: shownCount })} · {t('team.as-of', { time: timeOfDay(at) })}
            </span>
          )}
          <span className={styles['space']} />
          <CommandButton command="audit.refresh">{t('audit.again')}</CommandButton>
          {mayExport && <CommandButton command="audit.export">{t('audit.export')}</CommandButton>}
        </div>
        <p className={styles['quiet']}>{t('audit.hint')}</p>
      </div>
      <Filters />
      <Stale />
      <Events />
    </div>
  );
}

/** Without contact: how old it is, and whether it is what the filter says. */
function Stale() {
  const t = useTranslate();
  const failure = useFrom('auditTrail', (state) => state.failure);
  const at = useFrom('auditTrail', (state) => state.at);
  const isOther = useFrom('auditTrail', ({ filter, shown }) => filter !== shown);
  const now = useNow();
  if (failure === null) return null;
  if (failure.code !== 'no-contact' || at === null) return <NeedsContact failure={failure} at={at} />;
  const age = lengthInWords(now - Date.parse(at), t);
  return (
    <p role="status" className={styles['notice']}>
      {t('audit.stale', { age, time: timeOfDay(at) })} {isOther && t('audit.stale.other')}
    </p>
  );
}

const areas = [
  'case.viewed',
  'evidence.revealed',
  'evidence.taken-out',
  'decision',
  'case',
  'enforcement',
  'session',
  'device',
  'person',
  'producer',
  'legal-hold',
] as const;

/** The beginning of a day in the reader's zone, or of the one after it; null for none. */
function dayStart(day: string, after: number): string | null {
  const [year = NaN, month = NaN, date = NaN] = day.split('-').map(Number);
  const instant = new Date(year, month - 1, date + after);
  return Number.isNaN(instant.getTime()) ? null : instant.toISOString();
}

const blank = { reference: '', person: '', kind: '', from: '', until: '' };

/** Enter in any of them shows what they say. */
function Filters() {
  const t = useTranslate();
  const { auditTrail } = useStores();
  const filter = useFrom('auditTrail', (state) => state.filter);
  const [typed, setTyped] = useState(blank);
  const isWhole = filter === wholeTrail;
  useEffect(() => {
    if (isWhole) setTyped(blank);
  }, [isWhole]);
  const show = () =>
    void auditTrail.getState().show({
      reference: typed.reference.trim(),
      person: typed.person.trim(),
      kind: typed.kind === '' ? null : typed.kind,
      from: dayStart(typed.from, 0),
      until: dayStart(typed.until, 1),
    });
  return (
    <form
      aria-label={t('audit.filter')}
      className={`${styles['row']} ${styles['filters']}`}
      onSubmit={(event) => {
        event.preventDefault();
        show();
      }}
    >
      <Field label={t('audit.filter.reference')}>
        {(control) => (
          <input
            {...control}
            data-focus="audit-filter"
            size={10}
            maxLength={20}
            value={typed.reference}
            onChange={(event) => setTyped({ ...typed, reference: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('audit.filter.person')}>
        {(control) => (
          <input
            {...control}
            size={16}
            maxLength={80}
            value={typed.person}
            onChange={(event) => setTyped({ ...typed, person: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('audit.filter.kind')}>
        {(control) => (
          <select
            {...control}
            value={typed.kind}
            onChange={(event) => setTyped({ ...typed, kind: event.target.value })}
          >
            <option value="">{t('audit.area.all')}</option>
            {areas.map((area) => (
              <option key={area} value={area}>
                {t(`audit.area.${area}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {(['from', 'until'] as const).map((name) => (
        <Field key={name} label={t(`audit.filter.${name}`)}>
          {(control) => (
            <input
              {...control}
              type="date"
              value={typed[name]}
              onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
      <Button type="submit" look="primary">
        {t('audit.filter.show')}
      </Button>
      {!isWhole && (
        <Button onClick={() => void auditTrail.getState().show(wholeTrail)}>{t('audit.filter.clear')}</Button>
      )}
    </form>
  );
}

function Events() {
  const t = useTranslate();
  const lines = useFrom('auditTrail', (state) => state.lines);
  const failure = useFrom('auditTrail', (state) => state.failure);
  const next = useFrom('auditTrail', (state) => state.next);
  const isOther = useFrom('auditTrail', ({ filter, shown }) => filter !== shown);
  if (lines === null)
    return failure === null ? <p className={styles['quiet']}>{t('audit.loading')}</p> : null;
  if (lines.length === 0) return <p className={styles['quiet']}>{t('audit.none')}</p>;
  return (
    <>
      <AuditTable lines={lines} />
      {next !== null && !isOther && (
        <div>
          <CommandButton command="audit.more">{t('audit.more')}</CommandButton>
        </div>
      )}
    </>
  );
}
