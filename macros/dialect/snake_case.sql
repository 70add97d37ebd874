{#- A name in snake_case: camelCase and acronyms are split (`ctaTapped` cta_tapped,
    `HTTPRequest` http_request), every run of characters that are neither letter nor digit
    becomes one `_`, none at the ends; lower case in any script. Empty when no letter or digit
    is left. -#}
{% macro snake_case(text) -%}
    {{ adapter.dispatch('snake_case')(text) }}
{%- endmacro %}

{% macro default__snake_case(text) -%}
    {{ no_dialect('snake_case') }}
{%- endmacro %}

{% macro duckdb__snake_case(text) -%}
    lower(trim(
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    {{ text }}, '(\p{Lu}+)(\p{Lu}\p{Ll})', '\1_\2', 'g'
                ),
                '([\p{Ll}\p{N}])(\p{Lu})', '\1_\2', 'g'
            ),
            '[^\p{L}\p{M}\p{N}]+', '_', 'g'
        ),
        '_'
    ))
{%- endmacro %}

{#- letter by letter: Java's lower case of these two letters hangs on what is beside them -#}
{% macro spark__snake_case(text) -%}
    lower(translate(trim(both '_' from
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    {{ text }}, '(\\p{Lu}+)(\\p{Lu}\\p{Ll})', '$1_$2'
                ),
                '([\\p{Ll}\\p{N}])(\\p{Lu})', '$1_$2'
            ),
            '[^\\p{L}\\p{M}\\p{N}]+', '_'
        )
    ), 'İΣ', 'iσ'))
{%- endmacro %}
