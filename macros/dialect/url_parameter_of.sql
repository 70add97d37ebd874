{#- Which of some parameters (literals of lower case letters) a URL's query or fragment has with a
    value, in lower case: the first that it names; null when it has none. -#}
{% macro url_parameter_of(url, names) -%}
    {{ adapter.dispatch('url_parameter_of')(url, names) }}
{%- endmacro %}

{% macro default__url_parameter_of(url, names) -%}
    {{ no_dialect('url_parameter_of') }}
{%- endmacro %}

{% macro duckdb__url_parameter_of(url, names) -%}
    case
        -- most URLs have no parameter at all
        when contains({{ url }}, '=')
            then nullif(
                lower(regexp_extract(
                    {{ url }}, '(?i)[?&#](?:amp;)?({{ names | join('|') }})=[^&#]', 1
                )),
                ''
            )
    end
{%- endmacro %}

{% macro spark__url_parameter_of(url, names) -%}
    case
        when instr({{ url }}, '=') > 0
            then nullif(
                lower(regexp_extract(
                    {{ url }}, '(?i)[?&#](?:amp;)?({{ names | join('|') }})=[^&#]', 1
                )),
                ''
            )
    end
{%- endmacro %}
