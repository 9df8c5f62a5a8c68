import { createRoot } from 'react-dom/client';
import 'slack-blocks-to-jsx/dist/style.css';
import { App } from './app.tsx';
import './styles/base.css';
import './styles/sidebar.css';
import './styles/layout.css';
import './styles/messages.css';
import './styles/blocks.css';
import './styles/controls.css';
import './styles/combobox.css';
import './styles/composer.css';
import './styles/stage.css';
import './styles/dialogs.css';

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App />);
