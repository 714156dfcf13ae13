import { useEffect, type ReactNode } from 'react';
import styles from './app.module.css';
import { ApprovalsRoom } from './approvals/approvals-room.tsx';
import { Announcer } from './announcer.tsx';
import { Dialogs } from './dialogs.tsx';
import { Footer } from './footer.tsx';
import { LateRoom } from './late/late-room.tsx';
import { ReviewRoom } from './review-room.tsx';
import { RestoredNotice } from './restored-notice.tsx';
import { Rescue } from './rescue.tsx';
import { TopBar } from './top-bar.tsx';
import { useTheme } from './use-theme.ts';
import { AuditRoom } from '../rooms/audit-room.tsx';
import { DevicesRoom } from '../rooms/devices-room.tsx';
import { EnforcementRoom } from '../rooms/enforcement-room.tsx';
import { SettingsRoom } from '../rooms/settings-room.tsx';
import { SignIn } from '../rooms/sign-in.tsx';
import { SyncRoom } from '../rooms/sync/sync-room.tsx';
import { TeamRoom } from '../rooms/team/team-room.tsx';
import type { Room } from '../../contract/access.ts';
import { useFrom } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';

const roomViews: Readonly<Record<Room, () => ReactNode>> = {
  review: ReviewRoom,
  team: TeamRoom,
  late: LateRoom,
  approvals: ApprovalsRoom,
  enforcement: EnforcementRoom,
  devices: DevicesRoom,
  audit: AuditRoom,
  sync: SyncRoom,
  settings: SettingsRoom,
};

export function App() {
  const app = useFrom('session', (state) => state.app);
  const signedOut = useFrom('session', ({ session }) => session.is === 'signed-out');
  const gone = useFrom('window', (state) => state.workstationGone);
  const t = useTranslate();
  useTheme();
  useEffect(() => {
    document.title = t('app.name');
  }, [t]);

  return (
    <>
      {gone && (
        <div role="alert" className={styles['gone']}>
          {t('app.workstation-gone')}
        </div>
      )}
      {app === null ? (
        <main className={styles['opening']}>{t('app.opening')}</main>
      ) : signedOut ? (
        <SignIn />
      ) : (
        <SignedIn />
      )}
      <Announcer />
    </>
  );
}

function SignedIn() {
  const room = useFrom('window', (state) => state.room);
  const View = roomViews[room];
  return (
    <div className={styles['window']}>
      <div>
        <TopBar />
        <RestoredNotice />
      </div>
      <main className={styles['main']} data-room={room}>
        <Rescue key={room}>
          <View />
        </Rescue>
      </main>
      <Footer />
      <Dialogs />
    </div>
  );
}
