"""What went wrong, said by the site; Django's own handlers would read the request once more."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template import loader


def bad_request(request, exception):
    context = {"is_too_much": isinstance(exception, RequestDataTooBig)}
    return render(request, "400.html", context, status=400)


def server_error(request):
    return HttpResponseServerError(loader.get_template("500.html").render())
