import { Command } from '../../contract/command.ts';
import type { Call, Handlers } from '../http/handlers.ts';
import { Refusal } from '../refusal.ts';
import type { Metrics } from './metrics.ts';

const types = new Set<string>(Command.options.map((option) => option.shape.type.value));

/** The handlers, with what they answer counted. */
export function countHandlers(handlers: Handlers, metrics: Metrics): Handlers {
  return {
    ...handlers,
    'commands.push': async (call) => {
      const answered = await handlers['commands.push'](call);
      for (const [index, { status }] of answered.answers.entries()) {
        const type = String(call.body.commands[index]?.['type']);
        // What came is not parsed yet where it was refused: a label is never what somebody made up.
        metrics.command(types.has(type) ? type : 'unknown', status);
      }
      return answered;
    },
    'intake.cases': (call) => countItems('cases', call, handlers['intake.cases'](call)),
    'intake.reports': (call) => countItems('reports', call, handlers['intake.reports'](call)),
    'intake.edit': async (call) => {
      const edited = await countRefused('edit', call, handlers['intake.edit'](call));
      metrics.intake(call.producer.id, 'edit', edited.status);
      return edited;
    },
  };

  async function countItems<T extends { results: readonly { status: string }[] }>(
    route: string,
    call: Pick<Call<'intake.cases'>, 'producer'>,
    answering: Promise<T>,
  ): Promise<T> {
    const answers = await countRefused(route, call, answering);
    for (const { status } of answers.results) metrics.intake(call.producer.id, route, status);
    return answers;
  }

  async function countRefused<T>(
    route: string,
    { producer }: Pick<Call<'intake.cases'>, 'producer'>,
    answering: Promise<T>,
  ): Promise<T> {
    return answering.catch((error: unknown) => {
      metrics.intake(producer.id, route, error instanceof Refusal ? 'refused' : 'failed');
      throw error;
    });
  }
}
