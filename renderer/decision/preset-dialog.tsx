import styles from '../ui/step-form.module.css';
import { formContext } from '../commands/decision.ts';
import { applyPreset } from '../rules/form-changes.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import type { Preset } from '../../contract/catalogue.ts';

/** Presets that fit the subject; a digit takes one. */
export function PresetDialog() {
  const t = useTranslate();
  const stores = useStores();
  const presets = useFrom('catalogue', ({ value }) => value?.catalogue?.presets);
  const subject = useFrom('openedCase', ({ opened }) => opened?.case.subject.type);
  const fitting = (presets ?? []).filter(
    ({ subjects }) => subject !== undefined && subjects.includes(subject),
  );
  const close = () => stores.window.getState().close();

  const apply = (preset: Preset | undefined) => {
    const context = formContext(stores);
    if (preset === undefined || context === null) return;
    const form = stores.decisionForm.getState();
    const { content, left } = applyPreset(form.content, preset, context);
    form.change(content);
    close();
    if (left.length > 0) {
      const labels = left.map(
        (kind) => context.catalogue.actions.find((rule) => rule.kind === kind)?.label ?? kind,
      );
      stores.window.getState().say('said.preset-left', { actions: labels.join(', ') }, 'warning');
    }
  };

  return (
    <Dialog title={t('decision.presets')} initialFocus="content" onClose={close}>
      {fitting.length === 0 && <p className={styles['nothing']}>{t('decision.presets.none')}</p>}
      <div
        className={styles['list']}
        onKeyDown={(event) => {
          const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
          if (digit !== undefined) apply(fitting[Number(digit) - 1]);
        }}
      >
        {fitting.map((preset, index) => (
          <button key={preset.id} type="button" className={styles['entry']} onClick={() => apply(preset)}>
            {index < 9 ? <Kbd>{index + 1}</Kbd> : <span />}
            <span>
              {preset.label}
              {preset.rationale !== '' && <span className={styles['quiet']}>{preset.rationale}</span>}
            </span>
          </button>
        ))}
      </div>
    </Dialog>
  );
}
