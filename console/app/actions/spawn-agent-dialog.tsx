import { Dialog } from '../ui/dialog';
import { SpawnAgentForm } from './spawn-agent-form';

/** Asks what agent is to join. What was begun stands until the dialog is closed, whatever a live view does. */
export function SpawnAgentDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Spawn an agent"
      description="It joins the pool and is given what it is able to do."
    >
      <SpawnAgentForm onDone={onClose} />
    </Dialog>
  );
}
