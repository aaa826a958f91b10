import { useId, useState, type SyntheticEvent } from 'react';
import type { AgentView } from '../../../src/sdk/react/react';
import { errorText } from '../data/use-action';
import { Button } from '../ui/button';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import type { AgentActions } from './agent-actions';

/** An agent as it was when something was chosen for it. */
export interface Chosen {
  readonly action: 'retire' | 'fail' | 'verify';
  readonly agent: AgentView;
}

interface AgentDialogsProps {
  readonly chosen: Chosen | null;
  /** The agents as they are now; null before they are read. */
  readonly agents: readonly AgentView[] | null;
  readonly actions: AgentActions;
  readonly onClose: () => void;
}

/** What is asked before something is done with an agent. Each keeps its own copy of the agent: a live view changes nothing of it. */
export function AgentDialogs({ chosen, agents, actions, onClose }: AgentDialogsProps) {
  const [reason, setReason] = useState('');
  const only = (action: Chosen['action']): AgentView | null => (chosen?.action === action ? chosen.agent : null);
  const isGone = chosen !== null && agents !== null && !agents.some(({ id }) => id === chosen.agent.id);
  const gone = isGone && <p role="status">It has left the pool meanwhile.</p>;
  return (
    <>
      <ConfirmDialog
        target={only('retire')}
        title={({ name }) => `Retire ${name}?`}
        description={({ currentTask }) =>
          currentTask == null
            ? 'It has nothing in hand and leaves the pool at once.'
            : 'It finishes the task that it has in hand, gets nothing more, and leaves the pool.'
        }
        verb="Retire"
        onConfirm={({ id }) => actions.retire(id)}
        onClose={onClose}
      >
        {gone}
      </ConfirmDialog>
      <ConfirmDialog
        target={only('fail')}
        title={({ name }) => `Report ${name} as failed?`}
        description={({ currentTask }) =>
          currentTask == null
            ? 'It becomes degraded and is given nothing until it is restored.'
            : 'It becomes degraded. Its attempt counts as failed, and the task goes on with another agent while attempts are left.'
        }
        verb="Report as failed"
        onConfirm={({ id }) => {
          actions.fail(id, reason.trim());
          setReason('');
        }}
        onClose={onClose}
      >
        {gone}
        <Field
          label="Reason"
          hint="For people; it may be left out."
          maxLength={2_000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </ConfirmDialog>
      {chosen?.action === 'verify' && <VerifyDialog agent={chosen.agent} actions={actions} onClose={onClose} />}
    </>
  );
}

interface VerifyDialogProps {
  readonly agent: AgentView;
  readonly actions: AgentActions;
  readonly onClose: () => void;
}

function VerifyDialog({ agent, actions, onClose }: VerifyDialogProps) {
  const form = useId();
  const [skill, setSkill] = useState('');
  const [wasSent, setSent] = useState(false);
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    setSent(true);
    if (await actions.verify(agent.id, skill.trim())) onClose();
  };
  const error = wasSent ? actions.verifyError : null;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Verify a skill of ${agent.name}`}
      description="Puts on record that it has the skill. Tasks that wait for it may go to it at once; it cannot be taken back."
      footer={
        <Button type="submit" form={form} look="primary" isPending={actions.isVerifying}>
          Verify
        </Button>
      }
    >
      <form id={form} onSubmit={(event) => void submit(event)}>
        <Field
          label="Skill"
          required
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={skill}
          problem={error === null ? null : errorText(error)}
          onChange={(event) => setSkill(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
