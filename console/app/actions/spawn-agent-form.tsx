import { useState, type SyntheticEvent } from 'react';
import { SpawnAgentDocument, type AgentKind, type TaskType } from '../../../src/generated/graphql';
import { PoolError } from '../../../src/sdk/client';
import { label } from '../data/format';
import { client } from '../data/session';
import { useAction } from '../data/use-action';
import { useCan } from '../data/use-can';
import { Button } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { ErrorNotice } from '../ui/error-notice';
import { Field, Select } from '../ui/field';
import styles from './actions.module.css';

const TYPES: readonly TaskType[] = ['DISCOVERY', 'MIGRATION', 'HEARTBEAT', 'INGEST', 'RESEARCH', 'GENERAL'];
const FIELDS = ['name', 'taskTypes', 'skills'] as const;

/** Name, kind, types and skills of an agent that is to join. Its token, where it is remote, is shown this once. */
export function SpawnAgentForm({ onDone }: { readonly onDone: () => void }) {
  const [name, setName] = useState('');
  const [kind, setKind] = useState<AgentKind | ''>('');
  const [types, setTypes] = useState<readonly TaskType[]>([]);
  const [skills, setSkills] = useState('');
  const can = useCan('spawnAgent');
  const [token, setToken] = useState<string | null>(null);
  const { run, isPending, error } = useAction(SpawnAgentDocument, {
    done: ({ spawnAgent }) => `${spawnAgent.agent.name} has joined.`,
    quiet: true,
  });
  const at = error instanceof PoolError ? FIELDS.find((field) => error.details.field?.includes(field)) : undefined;
  const problem = (field: (typeof FIELDS)[number]): string | null => (at === field ? (error?.message ?? null) : null);
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    const given = skills.split(',').map((skill) => skill.trim());
    const data = await run({
      input: {
        pool: client.pool,
        ...(name.trim() !== '' && { name: name.trim() }),
        ...(kind !== '' && { kind }),
        taskTypes: [...types],
        skills: given.filter((skill) => skill !== ''),
      },
    });
    if (data === null) return;
    const { sessionToken } = data.spawnAgent;
    if (sessionToken == null) onDone();
    else setToken(sessionToken);
  };
  if (token !== null) return <Token token={token} onDone={onDone} />;
  return (
    <form onSubmit={(event) => void submit(event)} className={styles.form}>
      <Field
        label="Name"
        hint="Left out, the server numbers it."
        autoComplete="off"
        value={name}
        problem={problem('name')}
        onChange={(event) => setName(event.target.value)}
      />
      <Select
        label="Kind"
        value={kind}
        hint="PROCESS: a child process of the server. REMOTE: a client that connects by itself."
        onChange={(event) => setKind(event.target.value as AgentKind | '')}
      >
        <option value="">As the server is configured</option>
        <option value="PROCESS">PROCESS</option>
        <option value="REMOTE">REMOTE</option>
      </Select>
      <fieldset className={styles.choices}>
        <legend>Types it takes</legend>
        {TYPES.map((type) => (
          <label key={type} className={styles.choice}>
            <input
              type="checkbox"
              checked={types.includes(type)}
              onChange={({ target }) =>
                setTypes(target.checked ? [...types, type] : types.filter((each) => each !== type))
              }
            />
            {label(type)}
          </label>
        ))}
        <p className={styles.hint}>{problem('taskTypes') ?? 'None chosen: all of them.'}</p>
      </fieldset>
      <Field
        label="Verified skills"
        hint="With commas between them."
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        value={skills}
        problem={problem('skills')}
        onChange={(event) => setSkills(event.target.value)}
      />
      {error !== null && at === undefined && <ErrorNotice error={error} />}
      <Button type="submit" look="primary" disabledReason={can.reason} isPending={isPending}>
        Spawn
      </Button>
    </form>
  );
}

function Token({ token, onDone }: { readonly token: string; readonly onDone: () => void }) {
  return (
    <div className={styles.form}>
      <p>Its session token, by which its worker proves itself. It is shown this once and kept by nobody but you.</p>
      <p className={styles.token}>
        <code>{token}</code>
        <CopyButton text={token} label="Copy the session token" />
      </p>
      <Button look="primary" onClick={onDone}>
        I have it
      </Button>
    </div>
  );
}
