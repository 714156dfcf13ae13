import { useMemo } from 'react';
import styles from './fields.module.css';
import { useCaret } from './use-caret.ts';
import { change } from '../commands/decision.ts';
import { useKeyOf } from '../commands/use-commands.ts';
import { templatesFor } from '../rules/fill-template.ts';
import { writeMessage } from '../rules/form-changes.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Kbd } from '../ui/kbd.tsx';

const languageName = (tag: string): string =>
  new Intl.DisplayNames(undefined, { type: 'language' }).of(tag) ?? tag;

/** A template of the organisation, filled from the case in the customer's language, or own words. */
export function MessageField() {
  const t = useTranslate();
  const stores = useStores();
  const catalogue = useFrom('catalogue', ({ value }) => value?.catalogue ?? null);
  const policies = useFrom('decisionForm', ({ content }) => content.policies);
  const message = useFrom('decisionForm', ({ content }) => content.message);
  const keys = useKeyOf('decision.message');
  const subject = useCaret<HTMLInputElement>('message-subject');
  const body = useCaret<HTMLTextAreaElement>('message-body');
  const templates = useMemo(
    () => (catalogue === null ? [] : templatesFor(catalogue.templates, policies)),
    [catalogue, policies],
  );
  if (catalogue === null) return null;

  const choose = (value: string) => {
    const template = templates.find(({ id }) => id === value);
    change(stores, (content, context) => {
      if (template !== undefined) return writeMessage(content, template, context);
      if (value === '') return { ...content, message: null };
      const language = context.of.language ?? catalogue.defaultLanguage;
      return {
        ...content,
        message: { templateId: null, language, subject: '', body: content.message?.body ?? '' },
      };
    });
  };
  const write = (part: 'subject' | 'body', words: string) =>
    change(stores, (content) =>
      content.message === null ? content : { ...content, message: { ...content.message, [part]: words } },
    );

  return (
    <div className={styles['field']}>
      <h3>
        <label htmlFor="message">{t('decision.message')}</label> {keys !== null && <Kbd>{keys}</Kbd>}
      </h3>
      <div className={styles['message']}>
        <select
          id="message"
          data-focus="message"
          value={message === null ? '' : (message.templateId ?? 'own')}
          onChange={(event) => choose(event.target.value)}
        >
          <option value="">{t('decision.message.none')}</option>
          {templates.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
          <option value="own">{t('decision.message.own')}</option>
        </select>
        {message !== null && (
          <>
            <input
              {...subject}
              type="text"
              dir="auto"
              lang={message.language}
              aria-label={t('decision.message.subject')}
              maxLength={200}
              value={message.subject}
              onChange={(event) => write('subject', event.target.value)}
            />
            <textarea
              {...body}
              dir="auto"
              lang={message.language}
              aria-label={t('decision.message.body', { language: languageName(message.language) })}
              maxLength={8000}
              value={message.body}
              onChange={(event) => write('body', event.target.value)}
            />
          </>
        )}
      </div>
    </div>
  );
}
