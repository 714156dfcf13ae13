import styles from './room.module.css';
import { useTranslate } from '../strings/translate.ts';

export function AuditRoom() {
  const t = useTranslate();
  return (
    <div className={styles['room']}>
      <h1>{t('audit.title')}</h1>
      <p>{t('audit.text')}</p>
    </div>
  );
}
