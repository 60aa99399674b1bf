/** So near the end counts as at it. */
const NEAR = 80;

/**
 * Keeps a scrolling element at its end while it grows without being drawn: a picture that comes in, a composer that takes room from it. Whoever has scrolled
 * away is left where they are.
 */
export class EndKeeper {
  constructor(log) {
    this.log = log;
    this.kept = true;
    log.addEventListener('scroll', () => {
      this.kept = this.isAtEnd();
    });
    // `load` does not bubble.
    log.addEventListener('load', () => this.follow(), true);
    new ResizeObserver(() => this.follow()).observe(log);
  }

  isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.log;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  toEnd() {
    this.kept = true;
    this.log.scrollTop = this.log.scrollHeight;
  }

  follow() {
    if (this.kept) this.toEnd();
  }
}
