/** Where the focus is, as far as keys care. */
export type FocusPlace = 'window' | 'pane' | 'field' | 'widget' | 'dialog' | 'dialog-field';

const fieldTypes = new Set([
  'button',
  'checkbox',
  'radio',
  'submit',
  'reset',
  'image',
  'color',
  'file',
  'range',
]);

/**
 * Character keys fire only in `window` and `pane`. Marked with data-keys="commands", a list box (the queue)
 * counts as its pane: its letters are ours.
 */
export function focusPlace(target: EventTarget | null): FocusPlace {
  if (!isElement(target)) return 'window';
  if (target.closest('[role="dialog"],[role="alertdialog"],dialog'))
    return isField(target) ? 'dialog-field' : 'dialog';
  if (isField(target)) return 'field';
  const widget = target.closest(
    '[role="menu"],[role="menubar"],[role="listbox"],[role="combobox"],[role="grid"]',
  );
  if (widget && widget.getAttribute('data-keys') !== 'commands') return 'widget';
  return target.closest('[role="region"]') ? 'pane' : 'window';
}

type ElementLike = Pick<Element, 'closest' | 'getAttribute' | 'tagName'>;

const isElement = (target: unknown): target is ElementLike =>
  typeof target === 'object' && target !== null && 'closest' in target;

function isField(element: ElementLike): boolean {
  const name = element.tagName.toLowerCase();
  if (name === 'textarea' || name === 'select') return true;
  if (name === 'input') return !fieldTypes.has((element.getAttribute('type') ?? 'text').toLowerCase());
  const editable = element.closest('[contenteditable]');
  return editable !== null && editable.getAttribute('contenteditable') !== 'false';
}
