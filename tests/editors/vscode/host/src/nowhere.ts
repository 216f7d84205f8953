/** Neither a setting nor an environment nor the PATH has asllint. */
import { api, open, settle, type Suite } from './suite.ts';

export const nowhere: Suite = {
  'without asllint, the way to install it is told': async () => {
    await open('order.asl.yaml');
    const extension = await api();
    await settle(() => extension.state(), {
      kind: 'missing',
      message:
        'asllint was not found, so definitions are not checked: install it in your Python environment ("pip install ." in a checkout of asllint), or set "asllint.path".',
    });
  },
};
