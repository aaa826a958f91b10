import type { IsolationReportQuery } from '../../../src/generated/graphql';
import { Badge } from '../ui/badge';
import { Card } from '../ui/card';
import { CopyButton } from '../ui/copy-button';
import { Icon } from '../ui/icon';
import styles from './isolation.module.css';

type Detail = NonNullable<IsolationReportQuery['pool']>['isolationReport']['details'][number];

/** One agent: the verdict, what it shares, what was looked at, and its ids. */
export function AgentReport({ detail, name }: { readonly detail: Detail; readonly name: string | null }) {
  const { agentId, isolated, issues, evidence, contextWindowId, toolSessionId, memoryHandleId } = detail;
  return (
    <Card
      title={name ?? <code>{agentId}</code>}
      aside={<Badge tone={isolated ? 'good' : 'bad'}>{isolated ? 'Isolated' : 'Breach'}</Badge>}
    >
      {issues.length > 0 && (
        <ul className={styles.issues} aria-label="Issues">
          {issues.map((issue) => (
            <li key={issue} className={styles.issue}>
              <Icon name="warning" />
              <span>{issue}</span>
            </li>
          ))}
        </ul>
      )}
      <ul className={styles.evidence} aria-label="Evidence">
        {evidence.map((each) => (
          <li key={each} className={styles.seen}>
            <Icon name="check" />
            <span>{each}</span>
          </li>
        ))}
      </ul>
      <dl className={styles.ids}>
        <Id name="Agent" id={agentId} />
        <Id name="Context" id={contextWindowId} />
        <Id name="Tool session" id={toolSessionId} />
        <Id name="Memory" id={memoryHandleId} />
      </dl>
    </Card>
  );
}

function Id({ name, id }: { readonly name: string; readonly id: string }) {
  return (
    <div className={styles.id}>
      <dt>{name}</dt>
      <dd>
        <code title={id}>{id}</code>
        <CopyButton text={id} label={`Copy the id of the ${name.toLowerCase()}`} />
      </dd>
    </div>
  );
}
