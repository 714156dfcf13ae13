import { createUploads } from '../uploads/uploads.ts';
import type { Handlers, Services } from './handlers.ts';

export function createUploadHandlers(services: Services): Pick<Handlers, 'uploads.begin' | 'uploads.part'> {
  const uploads = createUploads(services);
  return {
    'uploads.begin': ({ producer, body }) => uploads.begin(producer.id, body),
    'uploads.part': ({ producer, params, query, request }) =>
      uploads.part(producer.id, params.digest, query.offset, request.body as Buffer),
  };
}
