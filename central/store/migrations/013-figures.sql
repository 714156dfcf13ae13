-- What the Team room counts by.

-- Of items of the kind `detection`: which detector spoke, so that its share of violations can be told.
alter table evidence_item add column detector text;
alter table evidence_item add column detector_version text;
update evidence_item i set detector = d.body ->> 'detector', detector_version = d.body ->> 'detectorVersion'
  from (select digest, convert_from(inline, 'UTF8')::jsonb as body from evidence_content
    where inline is not null and digest in (select digest from evidence_item where kind = 'detection')) as d
  where i.digest = d.digest and i.kind = 'detection';
create index evidence_item_detector on evidence_item (case_id) where detector is not null and current;

create index decision_decided on decision (decided_at);
create index case_file_created on case_file (created_at);
