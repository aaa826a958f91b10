import type { TaskType } from '../../../../src/generated/graphql';
import { clip, label } from '../../data/format';
import { Button } from '../../ui/button';
import { Field, Select, TextArea } from '../../ui/field';
import { useAgentNames } from '../../data/agent-names';
import { TYPES } from '../task-search';
import type { PayloadText } from './payload-text';
import { exampleOf, FORMS } from './presets';
import { draftOf, fieldOf, type Draft } from './submission';
import styles from './submit-form.module.css';

interface SubmitFormProps {
  readonly id: string;
  readonly draft: Draft;
  readonly payload: PayloadText;
  /** It was tried to submit it: what is wrong is told from then on, not while somebody still writes. */
  readonly isTried: boolean;
  readonly refusal: Error | null;
  readonly onChange: (part: Partial<Draft>) => void;
  readonly onSubmit: () => void;
}

/** What a task is made of: type and payload first, then what has a default. */
export function SubmitForm({ id, draft, payload, isTried, refusal, onChange, onSubmit }: SubmitFormProps) {
  const agents = useAgentNames();
  const at = fieldOf(refusal);
  const problemAt = (field: keyof Draft): string | null =>
    at === field && refusal !== null ? clip(refusal.message) : null;
  const payloadProblem = isTried ? (payload.problem ?? problemAt('payload')) : null;
  const { what, presets } = FORMS[draft.type];
  const isExample = (type: TaskType): boolean =>
    FORMS[type].presets.some((_, index) => exampleOf(type, index) === draft.payload);
  const shown = presets.findIndex((_, index) => exampleOf(draft.type, index) === draft.payload);
  return (
    <form
      id={id}
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSubmit();
      }}
    >
      <div className={styles.two}>
        <Select
          label="Type"
          hint={what}
          autoFocus
          value={draft.type}
          problem={problemAt('type')}
          onChange={(event) => {
            const type = event.target.value as TaskType;
            // What somebody wrote himself stays.
            onChange({ type, ...(isExample(draft.type) && { payload: exampleOf(type) }) });
          }}
        >
          {TYPES.map((type) => (
            <option key={type} value={type}>
              {label(type)}
            </option>
          ))}
        </Select>
        <Select
          label="Example"
          hint="Fills the payload."
          value={String(shown)}
          onChange={(event) => onChange({ payload: exampleOf(draft.type, Number(event.target.value)) })}
        >
          {shown < 0 && <option value="-1">Your own</option>}
          {presets.map(({ name }, index) => (
            <option key={name} value={String(index)}>
              {name}
            </option>
          ))}
        </Select>
      </div>
      <TextArea
        label="Payload"
        hint={payload.warning ?? 'A JSON object. Ctrl+Enter submits.'}
        problem={payloadProblem}
        rows={8}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        value={draft.payload}
        onChange={(event) => onChange({ payload: event.target.value })}
      />
      <div className={styles.three}>
        <Field
          label="Priority"
          hint="0 to 9; higher goes first."
          type="number"
          value={draft.priority}
          problem={problemAt('priority')}
          onChange={(event) => onChange({ priority: event.target.value })}
        />
        <Field
          label="Most attempts"
          hint="Each goes to another agent."
          type="number"
          value={draft.attempts}
          problem={problemAt('attempts')}
          onChange={(event) => onChange({ attempts: event.target.value })}
        />
        <Field
          label="Timeout in ms"
          hint="Of one attempt; empty for none."
          type="number"
          value={draft.timeout}
          problem={problemAt('timeout')}
          onChange={(event) => onChange({ timeout: event.target.value })}
        />
      </div>
      <div className={styles.two}>
        <Field
          label="Required skills"
          hint="With commas between; empty for none."
          value={draft.skills}
          problem={problemAt('skills')}
          onChange={(event) => onChange({ skills: event.target.value })}
        />
        <Select
          label="Preferred agent"
          hint="Gets it if it is idle and able."
          value={draft.agent}
          problem={problemAt('agent')}
          onChange={(event) => onChange({ agent: event.target.value })}
        >
          <option value="">None</option>
          {[...agents].map(([agentId, name]) => (
            <option key={agentId} value={agentId}>
              {name}
            </option>
          ))}
          {draft.agent !== '' && !agents.has(draft.agent) && (
            <option value={draft.agent}>{draft.agent} (has left)</option>
          )}
        </Select>
      </div>
      <div className={styles.key}>
        <Field
          label="Idempotency key"
          hint="The same key again gives the same task, not a second one."
          value={draft.key}
          problem={problemAt('key')}
          spellCheck={false}
          onChange={(event) => onChange({ key: event.target.value })}
        />
        <Button onClick={() => onChange({ key: draftOf(draft.type).key })}>New key</Button>
      </div>
    </form>
  );
}
