import type { DeviceLine } from '../../contract/devices.ts';
import { useTranslate } from '../strings/translate.ts';
import { timeOfDay } from '../ui/time.ts';

/** The state of a device, in a word and in the sentences that belong to it. */
export function useDeviceWords() {
  const t = useTranslate();
  return {
    state({ ending, wiped, signedIn }: DeviceLine): string {
      if (wiped !== null) return t('devices.state.wiped');
      if (ending !== null) return t(`devices.state.${ending.how}`);
      return t(signedIn ? 'devices.state.signed-in' : 'devices.state.signed-out');
    },
    more({ ending, wiped }: DeviceLine): readonly string[] {
      const said: string[] = [];
      if (ending !== null)
        said.push(
          t('devices.ordered', {
            by: ending.by ?? t('devices.operator'),
            time: timeOfDay(ending.orderedAt),
            reason: ending.reason,
          }),
        );
      if (wiped !== null && (wiped.waiting === null || wiped.drafts === null))
        said.push(t('devices.wiped.unknown', { time: timeOfDay(wiped.at) }));
      else if (wiped !== null)
        said.push(
          t('devices.wiped.with', {
            time: timeOfDay(wiped.at),
            waiting: wiped.waiting ?? 0,
            drafts: wiped.drafts ?? 0,
          }),
        );
      else if (ending !== null) said.push(t('devices.not-yet'));
      return said;
    },
  };
}
