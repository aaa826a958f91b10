import { Extensions } from 'type-graphql';

/**
 * How many items a list that takes no `first` usually has, for the estimate of what an operation costs:
 * `extensions.listSize` of the field.
 */
export function listSize(items: number): MethodDecorator & PropertyDecorator {
  return Extensions({ listSize: items });
}
