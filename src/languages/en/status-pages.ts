/** What status pages that somebody else keeps answer, and what sets them up. */
export const statusPages = {
  doesNotLetUsIn: (vendor: string, status: number, variables: string, quote: string) =>
    `${vendor} does not let us in (HTTP ${status}): check ${variables}, then \`retry\`.${quote}`,
  hasNoneOfThat: (vendor: string, status: number, quote: string) =>
    `${vendor} has none of that (HTTP ${status}): it was deleted there, or the page or a component in the playbook is another one.${quote}`,
  refusedWhatItWasTold: (vendor: string, status: number, quote: string) => `${vendor} refused what it was told (HTTP ${status}).${quote}`,
  answersWhatCannotBeRead: (vendor: string) => `${vendor} answered something that cannot be read; is its address right?`,
  isNotSetUp: (title: string, variables: string) => `${title} is not set up: set ${variables}, start Bongsu again, then \`retry\`.`,
  nothingIsChangedThereAnyMore: (id: number, page: string) =>
    `Nothing of #${id} is changed by hand on ${page} any more, or it was changed once more since you looked.`,
  statuspageApiKey: 'of a user (API info), for an [external page](../telling/external-pages.md)',
  statuspagePageId: 'the page on which incidents are told',
  statuspageApiUrl: 'where Statuspage is',
  instatusApiKey: 'of a developer (Settings), for an [external page](../telling/external-pages.md)',
  instatusPageId: 'the page on which incidents are told',
  instatusApiUrl: 'where Instatus is',
  cachetToken: 'with the abilities to manage incidents, their updates and components, for an [external page](../telling/external-pages.md)',
  cachetUrl: 'where Cachet is',
};
