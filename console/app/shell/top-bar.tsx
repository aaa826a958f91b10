import { Link } from '@tanstack/react-router';
import { serverFolder } from '../base';
import { Button } from '../ui/button';
import { CallerMenu } from './caller-menu';
import { ConnectionStatus } from './connection-status';
import { PoolMenu } from './pool-menu';
import { RangeSelect } from './range-select';
import { ThemeMenu } from './theme-menu';
import styles from './top-bar.module.css';

/** Which server and pool this is, how fresh the view is, where to go, and who looks. */
export function TopBar({ onHelp }: { readonly onHelp: () => void }) {
  return (
    <header className={styles.bar}>
      <div className={styles.line}>
        <Link to="/" className={styles.brand}>
          <span className={styles.mark} aria-hidden="true" />
          <span className={styles.name}>Coordination Pool</span>
        </Link>
        <span className={styles.host} title={serverFolder.href}>
          {serverFolder.host}
        </span>
        <PoolMenu />
        <span className={styles.gap} />
        <ConnectionStatus />
        <RangeSelect />
        <Button look="quiet" isSquare aria-label="Keys" onClick={onHelp} className={styles.wideOnly}>
          ?
        </Button>
        <ThemeMenu />
        <CallerMenu />
      </div>
      <nav className={styles.nav} aria-label="Views">
        <Link to="/" activeOptions={{ exact: true, includeSearch: false }} className={styles.link}>
          Overview
        </Link>
        <Link to="/tasks" activeOptions={{ includeSearch: false }} className={styles.link}>
          Tasks
        </Link>
        <Link to="/isolation" activeOptions={{ includeSearch: false }} className={styles.link}>
          Isolation
        </Link>
        <a href={`${serverFolder.href}graphiql`} className={styles.link}>
          GraphiQL
        </a>
      </nav>
    </header>
  );
}
