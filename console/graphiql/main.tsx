import './monaco-workers';
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import 'graphiql/graphiql.css';
import '@graphiql/plugin-explorer/style.css';
import './page.css';
import { createRoot } from 'react-dom/client';
import { Page } from './page';

const root = document.getElementById('root');
if (root === null) throw new Error('graphiql.html has no element with the id "root"');
createRoot(root).render(<Page />);
