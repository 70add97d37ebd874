-- a question and its answer keep every letter; a file is told what it lacks
{% set column = "it's a \\ größe | \"é\"" %}
{% set answer = ask_definitions({'ask': 'problems', 'sources': [], 'seeds': [{
    'name': 'key_events', 'file': 'seeds/reference/key_events.csv', 'root': '.', 'meta': {},
    'columns': {'event_name': {}, 'reason': {}, column: {}},
}]}) if execute else [] %}
{% set first = answer[0] if answer else {} %}

with

actual as (

    select
        {{ text_literal(answer | length | string) }} as problem_count,
        {{ text_literal(first.get('line', '') | string) }} as line,
        {{ text_literal(first.get('problem', '') | string) }} as problem,
        {{ text_literal("has no column '" ~ column ~ "'") }} as expected

)

select * from actual
where
    problem_count <> '1'
    or line <> '1'
    or problem <> expected
