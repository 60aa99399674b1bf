/** How much of a page is left for what may be left out: on a bad connection the whole of it must come at once. */
export class Room {
  private left: number;
  /** Something was left out. */
  isShort = false;

  constructor(bytes: number) {
    this.left = bytes;
  }

  /** The part, or nothing where there is no room for it. */
  add(part: string): string {
    const bytes = Buffer.byteLength(part);
    if (bytes > this.left) {
      this.isShort = true;
      return '';
    }
    this.left -= bytes;
    return part;
  }
}
