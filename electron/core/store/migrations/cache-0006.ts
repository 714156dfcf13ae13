/** Other open cases of the same subject are found by it. */
export const cache0006 = `
alter table case_row add column subject_id text;
update case_row set subject_id = json_extract(body, '$.subject.id');
create index case_subject on case_row (subject_type, subject_id);
`;
