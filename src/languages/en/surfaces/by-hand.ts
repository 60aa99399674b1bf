/** Words about what people did themselves. Parameters arrive escaped and shortened. */
export const byHand = {
  button: 'Done by hand',
  label: (title: string, ref: string) => `Say that it was done by hand for ${ref}: ${title}`,
  confirm: {
    title: 'Was it done by hand?',
    text: (title: string) => `${title}: say so only once it is done. From now on its effect is judged.`,
    yes: 'It is done',
    no: 'Not yet',
  },
  hint: (command: string, name: string) => `Done without Bongsu? \`${command} mitigate done ${name} what was done\` judges its effect too.`,
  state: (at: string) => `✋ Done by hand at ${at}`,
  saidBy: (who: string) => `said by ${who}`,
  what: (said: string) => `What was done: ${said}`,
  did: (title: string, ref: string) => `✓ Noted: ${title} (${ref}) was done by hand. The incident's channel says later whether it helped.`,
};

export type ByHandTexts = typeof byHand;
