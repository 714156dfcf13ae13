import styles from './late-offer.module.css';
import { offerOn } from '../stores/late-offer.ts';
import { useFrom } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { CommandButton } from '../ui/button.tsx';

/** That a late decision waits on the case on screen; what it says is behind its key, once there is a view (D8). */
export function LateOfferBanner() {
  const t = useTranslate();
  const caseId = useFrom('openedCase', (state) => state.caseId);
  const offer = useFrom('lateOffers', (state) => offerOn(state, caseId));
  if (offer === null) return null;
  return (
    <div className={styles['banner']} role="status">
      <p>
        <b>{t(offer.own ? 'offer.own' : 'offer.colleague')}</b>
        {!offer.canSee && <> {t('offer.form-a-view')}</>}
      </p>
      {offer.canSee && <CommandButton command="decision.see-late">{t('offer.compare')}</CommandButton>}
    </div>
  );
}
