import type { SignIns } from '../../../contract/evidence.ts';
import { useTranslate } from '../../strings/translate.ts';
import { useEvidenceActions } from '../evidence-actions.ts';
import { dateAndTime } from '../format.ts';
import { Field } from '../masked-field.tsx';
import { Flags } from './flags.tsx';
import { RecordTable } from './record-table.tsx';
import { ViewFrame } from './view-frame.tsx';
import type { PanelProps } from './viewer.ts';

export function SignInsViewer({ view, document, panelId, tabId }: PanelProps<SignIns>) {
  const t = useTranslate();
  const { locale } = useEvidenceActions();
  return (
    <ViewFrame id={panelId} labelledBy={tabId} side={null}>
      <RecordTable
        caption={t('evidence.sign-ins.of', { account: document.account.label })}
        rows={document.signIns}
        empty={t('evidence.sign-ins.none')}
        columns={[
          { heading: t('evidence.when'), cell: ({ at }) => dateAndTime(at, locale) },
          {
            heading: t('evidence.sign-ins.place'),
            cell: ({ place }, index) => (
              <Field
                view={view}
                at={`/signIns/${index}/place`}
                text={[place.city, place.country].filter((part) => part !== '').join(', ')}
              />
            ),
          },
          {
            heading: t('evidence.sign-ins.address'),
            cell: ({ address }, index) => (
              <Field view={view} at={`/signIns/${index}/address`} text={address} />
            ),
          },
          {
            heading: t('evidence.sign-ins.device'),
            cell: ({ device }, index) => <Field view={view} at={`/signIns/${index}/device`} text={device} />,
          },
          {
            heading: t('evidence.sign-ins.outcome'),
            cell: ({ outcome }) => t(`evidence.sign-ins.${outcome}`),
          },
          { heading: t('evidence.flags'), cell: ({ flags }) => <Flags flags={flags} /> },
        ]}
      />
    </ViewFrame>
  );
}
