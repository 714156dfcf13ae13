import { useState } from 'react';
import styles from './attention-dialog.module.css';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';

/** The same person signs in again, beside the work that goes on. */
export function SignInAgainDialog() {
  const t = useTranslate();
  const { window, session } = useStores();
  const username = useFrom('session', (state) =>
    state.session.is === 'signed-out' ? '' : state.session.account.username,
  );
  const failure = useFrom('session', (state) => state.failure);
  const [password, setPassword] = useState('');
  const close = () => window.getState().close();
  return (
    <Dialog title={t('again.title')} description={t('again.text')} initialFocus="content" onClose={close}>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void session
            .getState()
            .signIn(username, password)
            .then((ok) => ok && close());
        }}
      >
        <Field
          label={t('sign-in.password')}
          hint={username}
          error={failure === null ? null : t(`failure.${failure.code}`, { detail: failure.detail })}
        >
          {(control) => (
            <input
              {...control}
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" look="primary">
          {t('sign-in.submit')}
        </Button>
      </form>
    </Dialog>
  );
}
