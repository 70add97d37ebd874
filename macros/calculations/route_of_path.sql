{#- The route of a path, as a template: parts that name one thing (digits, UUIDs, ULIDs, 16 or more
    hexadecimal digits, e-mail addresses) are `{id}`; without query, fragment and a `/` at the end. Null
    for null and for what does not begin with `/`. -#}
{% macro route_of_path(path) -%}
    {%- set id -%}
        '/([0-9]+|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}
        {#- -#}|[0-7][0-9A-HJKMNP-TV-Z]{25}|[0-9a-fA-F]{16,}|[^/]+(@|%40)[^/]+)/'
    {%- endset -%}
    {#- each part gets two slashes of its own, so that neighbours are found as well -#}
    {%- set parts = "replace(split_part(split_part(" ~ path ~ ", '?', 1), '#', 1), '/', '//') || '/'" -%}
    case
        when left({{ path }}, 1) = '/'
            then coalesce(nullif(trim(trailing '/' from replace(
                {{ replace_matches(parts, id, "'/{id}/'") }}, '//', '/'
            )), ''), '/')
    end
{%- endmacro %}
