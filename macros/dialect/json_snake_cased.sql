{#- A JSON object (text without white space) whose members' names are as property_name_of has
    them, by the rules of json_renamed. Most have no other names, which one look tells. -#}
{% macro json_snake_cased(document) -%}
    {{ adapter.dispatch('json_snake_cased')(document) }}
{%- endmacro %}

{% macro default__json_snake_cased(document) -%}
    {{ no_dialect('json_snake_cased') }}
{%- endmacro %}

{% macro duckdb__json_snake_cased(document) -%}
    {#- all names of a document at once: in a lambda an engine would read the patterns again and
        again. U+FFFF is no character, so that no name has it -#}
    {%- set spelled -%}
        string_split(
            lower(regexp_replace(
                regexp_replace(
                    regexp_replace(
                        array_to_string(json_keys({{ document }}), chr(65535)),
                        '(\p{Lu}+)(\p{Lu}\p{Ll})', '\1_\2', 'g'
                    ),
                    '([\p{Ll}\p{N}])(\p{Lu})', '\1_\2', 'g'
                ),
                '[^\p{L}\p{M}\p{N}\x{FFFF}]+', '_', 'g'
            )),
            chr(65535)
        )
    {%- endset -%}
    {%- set new_names -%}
        list_transform(old_names, lambda name, nth: coalesce(
            case when left(name, 1) = '$' then '$' else '' end
            || nullif(trim(spelled[nth], '_'), ''),
            name
        ))
    {%- endset -%}
    case
        -- the list's text, in which names with other signs than these are quoted
        when regexp_matches(
            cast(json_keys({{ document }}) as varchar),
            '[^a-z0-9_$, \[\]]|[^,] |__|[\[ $]_|_[,\]]|[^\[ ][$]|[$][,\]]'
        )
            then list_transform(
                [{{ spelled }}], lambda spelled: {{ json_renamed(document, new_names) }}
            )[1]
        else {{ document }}
    end
{%- endmacro %}

{#- in the text itself: a name is what a quote and a colon follow -#}
{% macro spark__json_snake_cased(document) -%}
    case
        when {{ document }} rlike
            '([^a-z0-9_"$]|[^"][$]|__|"_|[$]_)[^"]*":|[_$]":'
            then {{ json_renamed(
                document, 'transform(old_names, name -> ' ~ property_name_of('name') ~ ')'
            ) }}
        else {{ document }}
    end
{%- endmacro %}
