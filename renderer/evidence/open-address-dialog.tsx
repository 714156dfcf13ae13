import { useState } from 'react';
import type { Failure } from '../../contract/bridge.ts';
import { shownItem } from '../commands/evidence.ts';
import { useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { addressesIn, type NamedAddress } from '../text/addresses-in.ts';
import { defang } from '../text/web-addresses.ts';
import { StepForm } from '../ui/step-form.tsx';
import styles from './open-address-dialog.module.css';
import { Untrusted } from './text/marked-text.tsx';

/** Addresses of the item on screen. One is opened outside Docket, once it is chosen and confirmed. */
export function OpenAddressDialog() {
  const t = useTranslate();
  const stores = useStores();
  const [view] = useState(() => shownItem(stores));
  const [chosen, setChosen] = useState<NamedAddress | null>(null);
  const [missing, setMissing] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const addresses = view?.document ? addressesIn(view.document) : [];
  const close = () => stores.window.getState().close();

  async function open(): Promise<void> {
    setMissing(chosen === null);
    const { caseId } = stores.openedCase.getState();
    if (chosen === null || view === null || caseId === null) return;
    const answer = await stores.bridge.invoke('evidence.takeOut', {
      caseId,
      evidenceId: view.item.id,
      address: chosen.href,
    });
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    close();
    stores.window.getState().say('said.address-opened', { host: defang(chosen.host, 'host') });
  }

  return (
    <StepForm
      title={t('address.title')}
      hint={t('address.hint')}
      action={t('address.open')}
      failure={failure}
      onClose={close}
      onSubmit={() => void open()}
    >
      <fieldset className={styles['list']} aria-describedby={missing ? 'address-missing' : undefined}>
        <legend className="visually-hidden">{t('address.choose')}</legend>
        {addresses.map((address) => (
          <label key={address.href} className={styles['choice']}>
            <input
              type="radio"
              name="address"
              checked={chosen?.href === address.href}
              onChange={() => setChosen(address)}
            />
            <span className={styles['words']}>
              <Untrusted text={address.written} />
              <b className={styles['host']}>
                {t(address.deceives ? 'address.deceives' : 'address.host', {
                  host: defang(address.host, 'host'),
                })}
              </b>
            </span>
          </label>
        ))}
      </fieldset>
      {missing && (
        <p id="address-missing" role="alert" className={styles['missing']}>
          {t('address.choose')}
        </p>
      )}
    </StepForm>
  );
}
