import { useRef, useState } from 'react';
import styles from './sign-in.module.css';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { Field } from '../ui/field.tsx';

export function SignIn() {
  const t = useTranslate();
  const { session } = useStores();
  const failure = useFrom('session', (state) => state.failure);
  const signingIn = useFrom('session', (state) => state.signingIn);
  const app = useFrom('session', (state) => state.app);
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const passwordField = useRef<HTMLInputElement>(null);

  const signIn = async (name: string, secret: string) => {
    const ok = await session.getState().signIn(name, secret);
    if (!ok) passwordField.current?.focus();
  };

  return (
    <main className={styles['page']}>
      <div className={styles['card']}>
        <h1>{t('sign-in.title')}</h1>
        <p className={styles['hint']}>{t('sign-in.hint')}</p>
        {app?.problem && (
          <p role="alert" className={styles['error']}>
            {t(`problem.${app.problem.code}`, { detail: app.problem.detail })}
          </p>
        )}
        <form
          className={styles['form']}
          onSubmit={(event) => {
            event.preventDefault();
            void signIn(username.trim(), password);
          }}
        >
          <Field label={t('sign-in.username')}>
            {(control) => (
              <input
                {...control}
                autoFocus
                autoComplete="username"
                autoCapitalize="none"
                spellCheck={false}
                maxLength={80}
                value={username}
                onChange={(event) => setUsername(event.target.value)}
              />
            )}
          </Field>
          <Field label={t('sign-in.password')}>
            {(control) => (
              <input
                {...control}
                ref={passwordField}
                type="password"
                autoComplete="current-password"
                maxLength={1024}
                value={password}
                onChange={(event) => setPassword(event.target.value)}
              />
            )}
          </Field>
          {failure !== null && (
            <p role="alert" className={styles['error']}>
              {t(`failure.${failure.code}`, { detail: failure.detail })}
            </p>
          )}
          <Button type="submit" look="primary" aria-disabled={signingIn}>
            {t(signingIn ? 'sign-in.working' : 'sign-in.submit')}
          </Button>
        </form>
        {app !== null && app.demoAccounts.length > 0 && (
          <section className={styles['demo']} aria-labelledby="demo-accounts">
            <h2 id="demo-accounts">{t('sign-in.demo')}</h2>
            <p className={styles['hint']}>{t('sign-in.demo.hint')}</p>
            <div className={styles['accounts']}>
              {app.demoAccounts.map((account) => (
                <button
                  key={account.username}
                  type="button"
                  onClick={() => void signIn(account.username, account.password)}
                >
                  <span>
                    <b>{account.displayName}</b> <span className={styles['hint']}>{account.username}</span>
                  </span>
                  <Chip>{t(`role.${account.role}`)}</Chip>
                </button>
              ))}
            </div>
          </section>
        )}
        {app !== null && <p className={styles['central']}>{t('sign-in.central', { url: app.central })}</p>}
      </div>
    </main>
  );
}
