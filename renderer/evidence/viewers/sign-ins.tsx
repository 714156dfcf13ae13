import { useMemo } from 'react';
import type { SignIns } from '../../../contract/evidence.ts';
import { useTranslate } from '../../strings/translate.ts';
import { Chip } from '../../ui/chip.tsx';
import { useEvidenceActions } from '../evidence-actions.ts';
import { dateAndTime, ownTimeZone } from '../format.ts';
import { Field, isCovered } from '../masked-field.tsx';
import { coveredRecords, isPartCovered } from '../model/covered.ts';
import { signInMarks, type SignInMark, type SignInRecord } from '../model/sign-in-marks.ts';
import { Untrusted } from '../text/marked-text.tsx';
import { DataTable, type Column } from './data-table.tsx';
import { describeSignInMark } from './describe-mark.ts';
import { Flags } from './flags.tsx';
import { SignInStrip } from './sign-in-strip.tsx';
import styles from './records.module.css';
import { ViewFrame } from './view-frame.tsx';
import type { PanelProps } from './viewer.ts';

/** From where and on what the account was used, and which of it cannot be the same person. */
export function SignInsViewer(props: PanelProps<SignIns>) {
  return (
    <ViewFrame id={props.panelId} labelledBy={props.tabId} side={null}>
      <SignInPanel {...props} />
    </ViewFrame>
  );
}

type Marks = ReadonlyMap<number, readonly SignInMark[]>;

function SignInPanel({ view, document }: PanelProps<SignIns>) {
  const t = useTranslate();
  const { locale } = useEvidenceActions();
  const records = useMemo(() => recordsOf(document, view.masked), [document, view.masked]);
  const timed = useMemo(() => records.filter(({ atMs }) => !Number.isNaN(atMs)), [records]);
  const marks = useMemo(() => signInMarks(timed), [timed]);
  const columns = useMemo(() => columnsOf(view, locale, t, marks), [view, locale, t, marks]);
  return (
    <div className={styles['panel']}>
      <Summary records={records} marks={marks} />
      {timed.length > 1 && <SignInStrip records={timed} marks={marks} />}
      <DataTable
        caption={
          isCovered(view, '/account/label')
            ? t('evidence.sign-ins')
            : t('evidence.sign-ins.of', { account: document.account.label })
        }
        columns={columns}
        rows={records}
        rowKey={({ index }) => index}
        isMarked={({ index }) => marks.get(index)?.some(({ is }) => is === 'impossible-travel') ?? false}
        sort={{ column: 'when', descending: true }}
        empty={t('evidence.sign-ins.none')}
      />
    </div>
  );
}

/** What is masked stands for nothing: a masked place is not a place at zero degrees. */
function recordsOf({ signIns }: SignIns, masked: PanelProps['view']['masked']): readonly SignInRecord[] {
  const covered = coveredRecords(masked, '/signIns');
  return signIns.map((signIn, index) => {
    const hides = (...parts: string[]) => isPartCovered(covered.get(index), parts);
    const { latitude, longitude, country } = signIn.place;
    return {
      signIn,
      index,
      atMs: hides('at', 'outcome') ? Number.NaN : Date.parse(signIn.at),
      at: hides('place') || latitude === null || longitude === null ? null : { latitude, longitude },
      device: hides('device') ? null : signIn.device,
      country: hides('place') ? null : country,
    };
  });
}

const outcomeTones = { success: 'plain', failure: 'danger', challenged: 'warning' } as const;

function columnsOf(
  view: PanelProps['view'],
  locale: string,
  t: ReturnType<typeof useTranslate>,
  marks: Marks,
): readonly Column<SignInRecord>[] {
  const byWords = new Intl.Collator(locale);
  const placeOf = ({ signIn: { place } }: SignInRecord) =>
    [place.city, place.country].filter((part) => part !== '').join(', ');
  return [
    {
      id: 'when',
      heading: t('evidence.when'),
      share: 17,
      cell: ({ signIn: { at }, index }) => (
        <Field view={view} at={`/signIns/${index}/at`} text="">
          <time dateTime={at}>{dateAndTime(at, locale)}</time>
        </Field>
      ),
      order: (a, b) => Date.parse(a.signIn.at) - Date.parse(b.signIn.at),
    },
    {
      id: 'place',
      heading: t('evidence.sign-ins.place'),
      share: 21,
      cell: (record) => (
        <>
          <Field view={view} at={`/signIns/${record.index}/place`} text="">
            {placeOf(record) === '' ? (
              t('evidence.sign-ins.unknown-place')
            ) : (
              <Untrusted text={placeOf(record)} />
            )}
          </Field>
          <span className={styles['under']}>
            <Field view={view} at={`/signIns/${record.index}/address`} text={record.signIn.address} />
          </span>
        </>
      ),
      order: (a, b) => byWords.compare(a.signIn.place.country, b.signIn.place.country),
    },
    {
      id: 'device',
      heading: t('evidence.sign-ins.device'),
      share: 21,
      cell: ({ signIn, index }) => <Field view={view} at={`/signIns/${index}/device`} text={signIn.device} />,
      order: (a, b) => byWords.compare(a.signIn.device, b.signIn.device),
    },
    {
      id: 'outcome',
      heading: t('evidence.sign-ins.outcome'),
      share: 17,
      cell: ({ signIn: { outcome } }) =>
        outcome === 'success' ? (
          t('evidence.sign-ins.success')
        ) : (
          <Chip tone={outcomeTones[outcome]}>{t(`evidence.sign-ins.${outcome}`)}</Chip>
        ),
    },
    {
      id: 'marks',
      heading: t('evidence.marked'),
      share: 24,
      cell: ({ signIn: { flags }, index }) => (
        <span className={styles['marks']}>
          {(marks.get(index) ?? []).map((mark) => (
            <span key={mark.is} className={styles[mark.is === 'impossible-travel' ? 'severe' : 'mark']}>
              {describeSignInMark(mark, locale, t)}
            </span>
          ))}{' '}
          <Flags flags={flags} />
        </span>
      ),
      order: (a, b) => (marks.get(a.index)?.length ?? 0) - (marks.get(b.index)?.length ?? 0),
    },
  ];
}

/** How many of what, and in whose time. */
function Summary({ records, marks }: Readonly<{ records: readonly SignInRecord[]; marks: Marks }>) {
  const t = useTranslate();
  const all = [...marks.values()].flat();
  const count = (is: SignInMark['is']) => all.filter((mark) => mark.is === is).length;
  const countries = new Set(
    records.map(({ country }) => country).filter((name) => name !== null && name !== ''),
  );
  const devices = new Set(records.map(({ device }) => device).filter((name) => name !== null && name !== ''));
  return (
    <p className={styles['unusual']}>
      {count('impossible-travel') > 0 && (
        <Chip tone="danger">{t('evidence.sign-ins.impossible', { count: count('impossible-travel') })}</Chip>
      )}
      <span className={styles['quiet']}>
        {t('evidence.sign-ins.summary', {
          signIns: records.length,
          countries: countries.size,
          devices: devices.size,
          zone: ownTimeZone(),
        })}
      </span>
    </p>
  );
}
