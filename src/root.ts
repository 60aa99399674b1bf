/** Where package.json is. The sources and the built programs both stand one level below it, so that what is read beside them is found from either. */
export const ROOT = new URL('..', import.meta.url);
