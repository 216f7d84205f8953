/** Neither a setting nor an environment nor the PATH has asllint. */
import { api, open, settle, type Suite } from './suite.ts';

export const nowhere: Suite = {
  'without asllint, the way to install it is told': async () => {
    await open('order.asl.yaml');
    const extension = await api();
    await settle(() => extension.state(), {
      kind: 'missing',
      message:
        'asllint was not found, so definitions are not checked: run "pip install asllint" in your Python environment, or set "asllint.path".',
    });
  },
};
