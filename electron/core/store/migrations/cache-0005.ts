/** What shows the central API that it gave this cursor itself (L5). */
export const cache0005 = `
alter table feed add column seal text;
`;
