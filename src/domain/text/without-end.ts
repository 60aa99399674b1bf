/** The text without the marks (one character each) with which it ends, however many: a pattern such as `/\/+$/` begins anew at each of them. */
export function withoutEnd(text: string, mark: string): string {
  let length = text.length;
  while (length > 0 && text[length - 1] === mark) length -= 1;
  return text.slice(0, length);
}
