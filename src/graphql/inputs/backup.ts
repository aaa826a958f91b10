import { Matches } from 'class-validator';
import { InputType } from 'type-graphql';
import { Documented, nullable } from '../documented.js';
import { Optional } from './rules.js';

@InputType({ description: 'What to call a backup.' })
export class CreateBackupInput {
  @Optional()
  @Matches(/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/, {
    message: '$property must have 1 to 100 letters, digits, - and _, and begin with a letter or digit',
  })
  @Documented(
    () => String,
    'Name of its folder, which must be new: 1 to 100 letters, digits, `-` and `_`. Left out: the time, as 2026-01-31T23-59-59-123Z.',
    nullable,
  )
  declare readonly name?: string | null;
}
