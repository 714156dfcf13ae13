/** A window that is hidden paints nothing; its work goes on all the same. */
const PATIENCE_MS = 100;

/** Once what is on screen now has been painted. */
export function afterPaint(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, PATIENCE_MS);
  });
}
