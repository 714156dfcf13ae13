import { createHash } from 'node:crypto';
import { CatalogueContent, type Catalogue } from '../../contract/catalogue.ts';
import type { FieldError } from '../../contract/problem.ts';
import { recordAudit } from '../audit/record.ts';
import type { Clock, Ids } from '../ports.ts';
import { fieldErrors } from '../fields.ts';
import { json, only, type Store, type Tx } from '../store/sql.ts';

export type Published =
  | { readonly ok: true; readonly version: number; readonly isNew: boolean }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

const LOCK = 7_163_404;

/**
 * Publishes a catalogue as the next version. A published version never changes; publishing what is in force
 * already adds none. `input` is untrusted: everything wrong with it is named.
 */
export async function publishCatalogue(
  deps: { readonly store: Store; readonly clock: Clock; readonly ids: Ids },
  input: unknown,
): Promise<Published> {
  const parsed = CatalogueContent.safeParse(input);
  if (!parsed.success) return { ok: false, errors: fieldErrors(parsed.error) };
  const content = parsed.data;
  const errors = inconsistencies(content);
  if (errors.length > 0) return { ok: false, errors };

  const digest = createHash('sha256').update(json(content)).digest('hex');
  return deps.store.transact(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
    const { rows } = await tx.query<{ version: number; digest: string }>(
      'select version, digest from catalogue order by version desc limit 1',
    );
    const [latest] = rows;
    if (latest?.digest === digest) return { ok: true, version: latest.version, isNew: false };
    const version = (latest?.version ?? 0) + 1;
    const at = new Date(deps.clock.now());
    const catalogue = { version, publishedAt: at.toISOString(), ...content };
    await tx.query(
      'insert into catalogue (version, published_at, digest, body) values ($1, $2, $3, $4::jsonb)',
      [version, at, digest, json(catalogue)],
    );
    await deriveQueues(tx, content);
    await recordAudit(tx, [
      { id: deps.ids.uuid(), at, kind: 'catalogue.published', details: { version, digest } },
    ]);
    return { ok: true, version, isNew: true };
  });
}

async function deriveQueues(tx: Tx, content: CatalogueContent): Promise<void> {
  await tx.query(
    `insert into queue (id, name, sla_minutes, sla_paused_by, offline_lease_minutes, cache_policy, current)
     select id, name, "slaMinutes", array(select jsonb_array_elements_text("slaPausedBy")), "offlineLeaseMinutes",
       "cachePolicy", true
     from jsonb_to_recordset($1::jsonb) as q (id text, name text, "slaMinutes" int, "slaPausedBy" jsonb,
       "offlineLeaseMinutes" int, "cachePolicy" text)
     on conflict (id) do update set name = excluded.name, sla_minutes = excluded.sla_minutes,
       sla_paused_by = excluded.sla_paused_by, offline_lease_minutes = excluded.offline_lease_minutes,
       cache_policy = excluded.cache_policy, current = true`,
    [json(content.queues)],
  );
  await tx.query('update queue set current = false where not id = any($1::text[])', [
    content.queues.map((queue) => queue.id),
  ]);
}

/** References that lead nowhere, and ids used twice. */
function inconsistencies(content: CatalogueContent): FieldError[] {
  const errors: FieldError[] = [];
  const ids = {
    queues: unique('queues', content.queues, errors),
    policies: unique('policies', content.policies, errors),
    presets: unique('presets', content.presets, errors),
    templates: unique('templates', content.templates, errors),
    harmTypes: unique('harmTypes', content.harmTypes, errors),
  };
  const kinds = new Set<string>(content.actions.map((action) => action.kind));
  if (kinds.size < content.actions.length) errors.push({ field: 'actions', message: 'names a kind twice' });
  const need = (known: ReadonlySet<string>, id: string | null, field: string, what: string) => {
    if (id !== null && !known.has(id)) errors.push({ field, message: `no ${what} ${id}` });
  };
  for (const [index, policy] of content.policies.entries()) {
    need(ids.queues, policy.escalationQueue, `policies.${index}.escalationQueue`, 'queue');
    for (const kind of policy.actions) need(kinds, kind, `policies.${index}.actions`, 'action');
    if (policy.mandatoryEscalation && policy.escalationQueue === null) {
      errors.push({
        field: `policies.${index}.escalationQueue`,
        message: 'mandatory escalation needs a queue',
      });
    }
  }
  for (const [index, preset] of content.presets.entries()) {
    for (const id of preset.policies) need(ids.policies, id, `presets.${index}.policies`, 'policy');
    for (const { action } of preset.actions) need(kinds, action, `presets.${index}.actions`, 'action');
    need(ids.templates, preset.templateId, `presets.${index}.templateId`, 'template');
  }
  for (const [index, template] of content.templates.entries()) {
    for (const id of template.policies) need(ids.policies, id, `templates.${index}.policies`, 'policy');
    if (!(content.defaultLanguage in template.texts)) {
      errors.push({ field: `templates.${index}.texts`, message: `none in ${content.defaultLanguage}` });
    }
  }
  return errors.slice(0, 100);
}

function unique(field: string, items: readonly { id: string }[], errors: FieldError[]): Set<string> {
  const seen = new Set<string>();
  for (const [index, { id }] of items.entries()) {
    if (seen.has(id)) errors.push({ field: `${field}.${index}.id`, message: `${id} is there twice` });
    seen.add(id);
  }
  return seen;
}

export async function hasCatalogue(store: Store): Promise<boolean> {
  return only(await store.query<{ any: boolean }>('select exists (select 1 from catalogue) as any')).any;
}

export type { Catalogue };
