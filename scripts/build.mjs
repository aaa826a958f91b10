// `npm run build`: makes what `npm start` would, and stops there.
import { prepareOrExit } from './lib/prepare-or-exit.mjs';

await prepareOrExit();
