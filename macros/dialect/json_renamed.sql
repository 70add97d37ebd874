{#- A JSON object (text) whose members have other names: `new_names` is an expression of the word
    `names`, the list of their names. Of members that come to one name the first with a value
    stays, before it the one that had that name already; what is within members stays. Without
    white space, in their order; null for null. For json_aliased and json_snake_cased. -#}
{% macro json_renamed(document, new_names) -%}
    {{ adapter.dispatch('json_renamed')(document, new_names) }}
{%- endmacro %}

{% macro default__json_renamed(document, new_names) -%}
    {{ no_dialect('json_renamed') }}
{%- endmacro %}

{% macro duckdb__json_renamed(document, new_names) -%}
    {%- set members -%}
        {
            'old': old_names,
            'new': {{ new_names }},
            'held': cast(json_extract({{ document }}, '$.*') as varchar[])
        }
    {%- endset -%}
    {%- set winners -%}
        list_transform(members.new, lambda name: coalesce(
            list_position(list_transform(members.new, lambda other, nth: case
                when other = members.old[nth] and members.held[nth] <> 'null' then other
            end), name),
            list_position(list_transform(members.new, lambda other, nth: case
                when members.held[nth] <> 'null' then other
            end), name),
            list_position(members.new, name)
        ))
    {%- endset -%}
    list_transform([json_keys({{ document }})], lambda old_names:
        list_transform([{{ members }}], lambda members:
            list_transform(
                [case
                    -- asked of the few rows alone that have two of one name
                    when len(list_distinct(members.new)) < len(members.new)
                        then {{ winners }}
                    else generate_series(1, len(members.new))
                end],
                lambda winners: '{' || array_to_string(
                    list_transform(
                        list_filter(winners, lambda winner, nth: winner = nth),
                        lambda winner: cast(to_json(members.new[winner]) as varchar)
                        || ':' || members.held[winner]
                    ),
                    ','
                ) || '}'
            )[1]
        )[1]
    )[1]
{%- endmacro %}

{% macro spark__json_renamed(document, new_names) -%}
    {%- set members -%}
        named_struct(
            'old', old_names,
            'new', {{ new_names }},
            'held', transform(
                map_values(marked),
                value -> coalesce({{ spark_json_text('value') }}, 'null')
            )
        )
    {%- endset -%}
    {%- set written -%}
        concat('{', array_join(
            transform(
                filter(
                    sequence(0, size(members.new) - 1),
                    nth -> nth + 1 = coalesce(
                        nullif(array_position(transform(members.new, (other, at) -> case
                            when other = members.old[at] and members.held[at] <> 'null'
                                then other
                        end), members.new[nth]), 0),
                        nullif(array_position(transform(members.new, (other, at) -> case
                            when members.held[at] <> 'null' then other
                        end), members.new[nth]), 0),
                        array_position(members.new, members.new[nth])
                    )
                ),
                nth -> {{ spark_let(
                    'name', 'members.new[nth]',
                    "concat(" ~ spark_json_quoted('name') ~ ", ':', members.held[nth])"
                ) }}
            ),
            ','
        ), '}')
    {%- endset -%}
    {{ spark_let('marked', spark_json_members(document), spark_let(
        'old_names', 'transform(map_keys(marked), name -> substr(name, 2))',
        'case when size(old_names) = 0 then ' ~ "'{}'" ~ ' else '
        ~ spark_let('members', members, written) ~ ' end'
    )) }}
{%- endmacro %}
