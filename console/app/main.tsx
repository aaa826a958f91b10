import './tokens.css';
import './page.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Console } from './console';
import { keepIcon, singleSlashes } from './base';
import { askAdmission } from './data/admission';
import { applyTheme } from './data/theme';

keepIcon();
singleSlashes();
applyTheme();
void askAdmission();
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root"');
createRoot(root).render(
  <StrictMode>
    <Console />
  </StrictMode>,
);
